import { InputFault } from '../input';
import type { LanguageVerdict } from './language';

export function notEnglish({ language, longRows, englishRows }: LanguageVerdict): InputFault {
  return new InputFault('NOT_ENGLISH', {
    what: 'The comments are not in English',
    where: `${longRows - englishRows} of the ${longRows} rows long enough to tell`,
    why: `most look like "${language}", and the built-in analyser knows English only`,
    remedy: 'Send English comments, or translate them first',
  });
}
