import { bodyOf, reasonIn, TooLong } from '../../../activities/effects/httpAnswer';

/** In two chunks, as a network gives them. */
const answered = (text: string): Response => {
  const bytes = Buffer.from(text);
  const middle = Math.floor(bytes.length / 2);
  const stream = new ReadableStream({
    start(controller) {
      for (const chunk of [bytes.subarray(0, middle), bytes.subarray(middle)])
        if (chunk.length > 0) controller.enqueue(chunk);
      controller.close();
    },
  });
  return new Response(stream);
};

test('a body of the most bytes is taken whole, and one more is too long', async () => {
  await expect(bodyOf(answered('12345678'), 8)).resolves.toBe('12345678');
  await expect(bodyOf(answered(''), 8)).resolves.toBe('');
  await expect(bodyOf(answered('123456789'), 8)).rejects.toThrow(new TooLong('more than 8 bytes'));
});

test.each([
  ['  it is closed\n\n today \u0007', 'it is closed today'],
  ['x'.repeat(300), 'x'.repeat(300)],
  ['x'.repeat(301), `${'x'.repeat(300)}…`],
])('the reason of a refusal is one line of at most 300 characters', async (said, reason) => {
  await expect(reasonIn(answered(said), 1000, {})).resolves.toBe(reason);
});
