import type { Bytes } from './bytes';
import { RedisError } from './replies';

const NOT_AN_INTEGER = 'ERR value is not an integer or out of range';

/** Throws a RedisError for anything but an integer as Redis writes it. Exact up to 2^53; beyond that the simulation stops. */
export function integerOf(text: Bytes | undefined, message = NOT_AN_INTEGER): number {
  if (text === undefined || !/^(0|-?[1-9]\d{0,18})$/.test(text)) throw new RedisError(message);
  const number = Number(text);
  if (!Number.isSafeInteger(number)) throw new Error(`The simulated Redis counts to 2^53, and ${text} is beyond`);
  return number;
}

/** A score; infinities are `inf`, `+inf` and `-inf`. */
export function floatOf(text: Bytes | undefined, message = 'ERR value is not a valid float'): number {
  const infinite = /^([+-]?)inf(inity)?$/i.exec(text ?? '');
  if (infinite) return infinite[1] === '-' ? -Infinity : Infinity;
  if (text === undefined || !/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) throw new RedisError(message);
  return Number(text);
}

/** C's `%.17g`, which is how Redis writes scores and the numbers of its scripts. */
export function formatDouble(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e17) return Object.is(value, -0) ? '-0' : String(value);
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  const [digits = '', exponent] = value.toPrecision(17).split('e');
  const short = digits.includes('.') ? digits.replace(/\.?0+$/, '') : digits;
  if (exponent === undefined) return short;
  const size = exponent.slice(1).padStart(2, '0');
  return `${short}e${exponent.charAt(0)}${size}`;
}
