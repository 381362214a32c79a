import { WaitingRoom } from '../../../../activities/kit';

/** How many get in, one after the other. */
function filled(room: WaitingRoom): number {
  let inside = 0;
  while (inside < 1000 && room.enter()) inside += 1;
  return inside;
}

test.each([
  [1, 1],
  [7, 1],
  [8, 2],
  [100, 25],
])('rule 9: of %i slots %i wait for resources', (slots, seats) => {
  expect(filled(new WaitingRoom(slots))).toBe(seats);
});

test('a seat that is given back is free for one more', () => {
  const room = new WaitingRoom(8);
  filled(room);
  room.leave();
  expect(filled(room)).toBe(1);
});
