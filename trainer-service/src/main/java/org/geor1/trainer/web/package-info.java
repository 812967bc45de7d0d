/** What other services ask of the trainer. */
@NullMarked
package org.geor1.trainer.web;

import org.jspecify.annotations.NullMarked;
