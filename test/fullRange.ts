/** Every tier: a list may be as long as its test says. Else fast-check makes no more than about twice the shortest and ten. */
import fc from 'fast-check';

fc.configureGlobal({ ...fc.readConfigureGlobal(), defaultSizeToMaxWhenMaxSpecified: true });
