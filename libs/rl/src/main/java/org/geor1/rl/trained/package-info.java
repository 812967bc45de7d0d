/** Which weights a run trains: all, all but frozen modules, or low-rank adapters. */
@NullMarked
package org.geor1.rl.trained;

import org.jspecify.annotations.NullMarked;
