/** What committed metrics say about training that goes wrong. */
@NullMarked
package org.geor1.trainer.alarm;

import org.jspecify.annotations.NullMarked;
