/** Whether a server's version is below another, by numbers: `6.2` is older than `6.10.1`. */
export function isOlder(version: string, least: string): boolean {
  return version.localeCompare(least, 'en', { numeric: true }) < 0;
}
