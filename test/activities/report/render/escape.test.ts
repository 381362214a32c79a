import { html } from '../../../../activities/report/render/escape';

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

  it('keeps the line breaks of the text', () => {
    expect(html`<p>${'one\n  two'}</p>`.markup).toBe('<p>one\n  two</p>');
  });
});
