import * as assert from 'node:assert';
import { type Change, closedBy, mayClose, movedBy, type OpenTag, typingOver } from '../../client/closers';

const insert = (rangeOffset: number, text: string): Change => ({ rangeOffset, rangeLength: 0, text });

describe('a closing delimiter that VS Code wrote', () => {
  const found = (change: Change, around: string) => mayClose(change) && closedBy(change, around);

  it('is known by what was typed and what came with it', () => {
    assert.deepStrictEqual(found(insert(5, '%%'), '-{%%}'), { content: 6, close: 6, closer: '%}' });
    assert.deepStrictEqual(found(insert(5, '{}'), '-{{}}'), { content: 6, close: 6, closer: '}}' });
    assert.deepStrictEqual(found(insert(5, '##'), '-{##}'), { content: 6, close: 6, closer: '#}' });
    assert.deepStrictEqual(found(insert(5, '%%}'), '-{%%}'), { content: 6, close: 6, closer: '%}' });
  });

  it('is known too where only the space makes VS Code write it', () => {
    assert.deepStrictEqual(found(insert(5, '  %}'), '{%  %'), { content: 5, close: 7, closer: '%}' });
    assert.deepStrictEqual(found(insert(5, '  }}'), '{{  }'), { content: 5, close: 7, closer: '}}' });
    assert.ok(!found(insert(5, '  %}'), '{{  %'));
    assert.ok(!found(insert(5, '  %}'), '5%  %'));
  });

  it('is not what a person typed or pasted', () => {
    assert.ok(!found(insert(5, '%'), '-{%%}'));
    assert.ok(!found(insert(5, '{%%}'), '-x{%%'));
    assert.ok(!found(insert(5, '%%'), '-5%% '));
    assert.ok(!found({ rangeOffset: 5, rangeLength: 3, text: '%%' }, '-{%%}'));
  });
});

describe('a tag that VS Code closed', () => {
  const tag: OpenTag = { content: 12, close: 20, closer: '%}' };

  it('moves with the text in front of it and grows with the text inside', () => {
    assert.deepStrictEqual(movedBy(tag, [insert(3, 'abc')]), { ...tag, content: 15, close: 23 });
    assert.deepStrictEqual(movedBy(tag, [insert(12, 'abc')]), { ...tag, close: 23 });
    assert.deepStrictEqual(movedBy(tag, [insert(20, 'a')]), { ...tag, close: 21 });
    assert.deepStrictEqual(movedBy(tag, [insert(22, 'a')]), tag);
    const both = [{ rangeOffset: 14, rangeLength: 4, text: '' }, insert(0, '{% load a %}\n')];
    assert.deepStrictEqual(movedBy(tag, both), { ...tag, content: 25, close: 29 });
  });

  it('stays when a completion writes all from its start anew', () => {
    const taken = { rangeOffset: 10, rangeLength: 8, text: '{% include "" ' };
    assert.deepStrictEqual(movedBy(tag, [taken]), { ...tag, close: 26 });
    assert.strictEqual(movedBy(tag, [{ ...taken, text: '{{ x' }]), undefined);
    assert.strictEqual(movedBy(tag, [{ ...taken, rangeLength: 11 }]), undefined);
  });

  it('is forgotten once one of its delimiters changes', () => {
    assert.strictEqual(movedBy(tag, [insert(11, 'a')]), undefined);
    assert.strictEqual(movedBy(tag, [insert(21, 'a')]), undefined);
    assert.strictEqual(movedBy(tag, [{ rangeOffset: 19, rangeLength: 2, text: '' }]), undefined);
  });
});

describe('typing a closing delimiter that is there', () => {
  /** What becomes of a text with the cursor `|`, of which all behind the cursor was written by VS Code; `=` where it stays. */
  function check(before: string, expected: string) {
    const caret = before.indexOf('|');
    const text = before.replace('|', '');
    const closer = text.slice(-2);
    const close = text.length - 2;
    const found = typingOver({ content: 2, close, closer }, text.slice(2, close), caret);
    const change = ({ space, start, end }: NonNullable<typeof found>) => {
      const kept = space === undefined ? text.slice(0, start) : `${text.slice(0, space)} ${text.slice(space, start)}`;
      return `${kept}|${text.slice(end)}`;
    };
    assert.strictEqual(found ? change(found) : '=', expected, before);
  }

  it('leaves one of each character', () => {
    check("{% url 'x' %| %}", "{% url 'x' %|}");
    check('{{ x }| }}', '{{ x }|}');
    check('{# x #| #}', '{# x #|}');
    check('{%x%|%}', '{%x%|}');
    check('{##|#}', '{##|}');
  });

  it('leaves the space that came with it', () => {
    check("{% url 'x'%| %}", "{% url 'x' %|}");
    check('{{ x}}| }}', '{{ x }}|');
  });

  it('keeps up with a person who is faster', () => {
    check('{% x %}| %}', '{% x %}|');
    check('{% x %}<p| %}', '{% x %}<p|');
  });

  it('leaves alone what closes nothing', () => {
    check('{% x | %}', '=');
    check('{% x }| %}', '=');
    check('{% x %| y %}', '=');
    check('{% trans "5%| %}', '=');
    check(`{% trans "it's 5%| %}`, '=');
  });

  it('knows no strings in a comment', () => {
    check("{# don't #| #}", "{# don't #|}");
    check(`{% trans "it's" %| %}`, `{% trans "it's" %|}`);
  });
});
