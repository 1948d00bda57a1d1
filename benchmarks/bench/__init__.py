"""`make bench`: what a page costs, beside its goals and beside a spider of twenty lines. Linux only: it reads /proc."""
