import type { Report } from '../report-schema';
import { csvOf } from '../../../render/csv';

/** `groups.csv`: a row for each topic and each group, with how many of its people spoke of it. Empty where no attribute was asked for. */
export function groupsFile({ groups, topics }: Report): string {
  if (groups === undefined) return '';
  const titles = new Map(topics.map(({ id, title }) => [id, title]));
  const rows = groups.flatMap(({ name, values, fewest, topics: counted }) =>
    counted.flatMap(({ topic, people, others, total }) => {
      const row = (value: string, n: number | null): string[] => [
        titles.get(topic) ?? '',
        name,
        value,
        n === null ? `<${fewest}` : String(n),
      ];
      return [
        ...values.map((value, at) => row(value, people[at] ?? null)),
        row('(others)', others),
        row('(all)', total),
      ];
    }),
  );
  return csvOf(['topic', 'attribute', 'value', 'people'], rows);
}
