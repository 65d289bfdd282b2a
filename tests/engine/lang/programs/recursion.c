void walk(int a) { zap(a); }
void zap(int a) { walk(a); } // error LANG22 at 19: walk calls itself: walk -> zap -> walk
void self(void) { self(); } // error LANG22 at 19: self calls itself: self -> self
void fine(void) { zap(1); self(); }
