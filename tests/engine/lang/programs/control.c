int f(int a)
{
	goto nowhere; // error LANG18 at 7: there is no label `nowhere`
	goto her; // error LANG18 at 7: there is no label `her`
here:
	a = 1;
here: // error LANG18 at 1: the label `here` stands twice, first at line 5
	break; // error LANG19 at 2: `break` stands outside a loop or switch
	continue; // error LANG19 at 2: `continue` stands outside a loop
	case 1: // error LANG19 at 2: `case` stands outside its switch
	a = 2;
	switch (a) {
		a = 3; // error LANG20 at 3: no case leads to this statement
	case 1:
	case 2:
		break;
	case 1: // error LANG20 at 2: `1` stands twice in this switch, first at line 14
		continue; // error LANG19 at 3: `continue` stands outside a loop
	case MMU_WALK:
	case MMU_WALK: // error LANG20 at 2: `MMU_WALK` stands twice in this switch, first at line 19
	case a: // error LANG20 at 7: a case needs a constant
	case 1 + 1: // error LANG20 at 2: `2` stands twice in this switch, first at line 15
	case a ? 1 : 2: // error LANG02 at 7: the conditional operator `?:` is not part of the routine language
	default:
		if (a) {
		case 7: // error LANG19 at 3: `case` stands outside its switch
			a = 2;
		}
		break;
	default: // error LANG20 at 2: `default` stands twice in this switch, first at line 24
		break;
	}
	return a;
}
