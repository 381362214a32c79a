import { toBytes, type Bytes, type Word } from './bytes';

/**
 * The cluster slot of a key: CRC16 (XMODEM: polynomial 0x1021, from 0) of its hash tag, modulo 16384.
 * Source: Redis Cluster specification, "Hash tags" and "Appendix A: CRC16 reference implementation in ANSI C".
 */
export function slotOf(key: Word): number {
  return slotOfBytes(toBytes(key));
}

export function slotOfBytes(key: Bytes): number {
  const open = key.indexOf('{');
  const close = key.indexOf('}', open + 1);
  const tag = open >= 0 && close > open + 1 ? key.slice(open + 1, close) : key;
  let crc = 0;
  for (let at = 0; at < tag.length; at++) {
    crc ^= tag.charCodeAt(at) << 8;
    for (let bit = 0; bit < 8; bit++) crc = ((crc << 1) ^ (crc & 0x8000 ? 0x1021 : 0)) & 0xffff;
  }
  return crc % 16384;
}
