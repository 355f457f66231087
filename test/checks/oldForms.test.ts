import { surviveTruncation } from '../fixture';
import { checkFix, checkRule } from './check';

describe('what Django once had', () => {
  it('is told from what it never had', () =>
    checkRule(
      'unknown-library',
      '{% load [|staticfiles|] %}',
      "There is no tag library 'staticfiles'. Django 3.0 has removed it: load 'static'.",
    ));

  it('gets its modern form', async () => {
    await checkFix(
      '{% $0ifequal a "b" %}1{% ifequal a b %}2{% endifequal %}{% else %}3{% endifequal %}',
      '{% if a == "b" %}1{% ifequal a b %}2{% endifequal %}{% else %}3{% endif %}',
      "Write 'ifequal' as 'if'",
    );
    await checkFix(
      '{% $0ifnotequal a.b|upper 1 %}{% endifnotequal %}',
      '{% if a.b|upper != 1 %}{% endif %}',
      "Write 'ifnotequal' as 'if'",
    );
    await checkFix('{% load i18n $0admin_static %}', '{% load i18n static %}', "Load 'static'");
  });

  surviveTruncation();
});
