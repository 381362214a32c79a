"""A terminal for tests: runs a command in a pseudo-terminal and passes on what it writes, to the exit code.

usage: window.py COLUMNS ROWS COMMAND [ARGUMENT ...]
stdin: one order a line: `key HEX` types these bytes, `size COLUMNS ROWS` resizes the window.
"""

import fcntl
import os
import pty
import select
import struct
import sys
import termios


def resize(terminal, columns, rows):
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack('HHHH', int(rows), int(columns), 0, 0))


def obey(terminal, order):
    name, *arguments = order.split()
    if name == 'key':
        os.write(terminal, bytes.fromhex(arguments[0]))
    else:
        resize(terminal, *arguments)


def relay(terminal):
    """Until the command has closed the terminal, or whoever drives this has gone."""
    orders = ''
    while True:
        ready, _, _ = select.select([terminal, 0], [], [])
        if terminal in ready:
            try:
                output = os.read(terminal, 65536)
            except OSError:
                return
            if not output:
                return
            os.write(1, output)
        if 0 in ready:
            text = os.read(0, 65536).decode()
            if text == '':
                return
            orders += text
            *whole, orders = orders.split('\n')
            for order in whole:
                obey(terminal, order)


columns, rows, *command = sys.argv[1:]
# The window has its size before the command looks at it.
wait, go = os.pipe()
child, terminal = pty.fork()
if child == 0:
    os.close(go)
    os.read(wait, 1)
    os.close(wait)
    os.execvp(command[0], command)
resize(terminal, columns, rows)
os.close(wait)
os.close(go)
relay(terminal)
os.close(terminal)
_, status = os.waitpid(child, 0)
sys.exit(os.waitstatus_to_exitcode(status) & 0xFF)
