/** Which of the files of the tree, by their paths without ending, are `pipeline-worker-report`. All else is the kit. */
const REPORT = [
  /^report\//,
  /^activities\/report\//,
  /^render\//,
  /^workflows\/(index|report|review)$/,
  /^worker\/report(Bundle)?$/,
  /^worker\/workflows\.bundle$/,
  /^cli\/inputFile$/,
];

export const isReport = (file: string): boolean => REPORT.some((part) => part.test(file));

/** What both packages have a copy of: the table of analysers, and what the page of a report and that of a run are made with. */
export const isOfBoth = (file: string): boolean => /^(render\/|activities\/report\/analysers(\.ts)?$)/.test(file);

/** Rooms of the kit, each of which is one entry of the package: `pipeline-worker/activities`. */
export const ENTRIES: Readonly<Record<string, string>> = {
  activities: 'activities/index',
  client: 'client/index',
  redis: 'redis/public',
  worker: 'worker/index',
  workflows: 'workflows/kit/public',
};
