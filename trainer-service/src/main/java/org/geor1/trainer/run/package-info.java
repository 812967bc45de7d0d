/** Which run is driven, and whether it goes on. */
@NullMarked
package org.geor1.trainer.run;

import org.jspecify.annotations.NullMarked;
