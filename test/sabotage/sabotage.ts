import { Copy, type Stage } from './copy';
import { explained } from './explained';
import type { Mutant } from './luaMutants';

/** Each mutant becomes a test that is green when some test of the copy turns red, or when its survival is explained. */
export function sabotage(mutants: readonly Mutant[], stagesOf: (mutant: Mutant) => readonly Stage[]): void {
  let copy: Copy;
  beforeAll(() => {
    copy = new Copy();
  });
  afterAll(() => copy.remove());

  test('with nothing broken every stage is green', async () => {
    const stages = new Map(mutants.flatMap(stagesOf).map((stage) => [JSON.stringify(stage), stage]));
    expect(await copy.firstRed([...stages.values()])).toBeUndefined();
  }, 900_000);

  const lines = mutants.map((mutant) => [mutant.name, mutant] as const);
  test.each(lines)(
    '%s',
    async (name, mutant) => {
      const convictedBy = await copy.convict(mutant, stagesOf(mutant));
      const reason = explained[name];
      if (reason === undefined) expect(convictedBy ?? 'nothing').not.toBe('nothing');
      else expect(convictedBy ?? 'nothing').toBe('nothing');
    },
    900_000,
  );
}
