import { html } from '../../render/escape';

describe('the html tag', () => {
  it('escapes text in content and in attributes', () => {
    expect(html`<p title="${'" onclick="x'}">${"<b>&'`"}</p>`.markup).toBe(
      '<p title="&quot; onclick=&quot;x">&lt;b&gt;&amp;&#39;&#96;</p>',
    );
  });

  it('joins lists, drops its own indentation, leaves out undefined and inserts its own markup as it is', () => {
    expect(
      html`<ul>
        ${[1, undefined, html`<li>${'<'}</li>`, ['a', 'b']]}
      </ul>`.markup,
    ).toBe('<ul> 1<li>&lt;</li>ab </ul>');
  });

  it('leaves out an attribute without a value, and keeps an empty one', () => {
    expect(html`<p lang="${undefined}" dir="${'rtl'}" id="${undefined}" title="${''}">${undefined}="</p>`.markup).toBe(
      '<p dir="rtl" title="">="</p>',
    );
  });

  it('keeps the line breaks of the text', () => {
    expect(html`<p>${'one\n  two'}</p>`.markup).toBe('<p>one\n  two</p>');
  });
});

describe('characters that nobody sees', () => {
  const unseen = '\0\u0008\u001B[2J\u007F\u0085\u009B\u202E\u2066';

  it('are shown as a sign, and white space stays', () => {
    expect(html`<p title="${unseen}">${'a\tb\r\nc\u202Ed'}</p>`.markup).toBe(
      `<p title="\uFFFD\uFFFD\uFFFD[2J\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD">a\tb\r\nc\uFFFDd</p>`,
    );
  });
});
