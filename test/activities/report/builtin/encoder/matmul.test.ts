/** Goal: the kernel in WebAssembly gives the products that plain loops give. */
import { Matrices } from '../../../../../activities/report/builtin/encoder/matmul';

const numbers = (count: number, seed: number): Float32Array =>
  Float32Array.from({ length: count }, (_, at) => Math.sin(at * 12.9898 + seed));

it.each([
  { what: 'one row', rows: 1, columns: 8, depth: 4, stride: 4 },
  { what: 'rows that fill no whole tile', rows: 13, columns: 24, depth: 20, stride: 20 },
  { what: 'windows that overlap', rows: 6, columns: 16, depth: 24, stride: 8 },
  { what: 'rows further apart than they are long', rows: 7, columns: 8, depth: 8, stride: 12 },
])('multiplies $what', ({ rows, columns, depth, stride }) => {
  const matrices = new Matrices(20_000, [stride]);
  const left = matrices.room((rows + 6) * stride + depth);
  left.set(numbers(left.length, 1));
  const right = numbers(depth * columns, 2);
  const resultStride = columns + 8;
  const result = matrices.room((rows + 6) * resultStride);
  matrices.multiply(left, matrices.pack(right, columns), result, { rows, columns, depth, stride, resultStride });
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      let sum = 0;
      for (let i = 0; i < depth; i += 1)
        sum += (left[row * stride + i] as number) * (right[i * columns + column] as number);
      expect(result[row * resultStride + column]).toBeCloseTo(sum, 4);
    }
  }
});

it('refuses sizes that the kernel is not made for', () => {
  const matrices = new Matrices(1_000, [8]);
  const [left, right, result] = [matrices.room(96), matrices.room(96), matrices.room(96)];
  const shape = { rows: 1, columns: 8, depth: 8, stride: 8, resultStride: 8 };
  expect(() => matrices.multiply(left, right, result, { ...shape, columns: 9 })).toThrow('no kernel for');
  expect(() => matrices.multiply(left, right, result, { ...shape, depth: 6 })).toThrow('no kernel for');
  expect(() => matrices.multiply(left, right, result, { ...shape, stride: 16 })).toThrow('no kernel for');
});
