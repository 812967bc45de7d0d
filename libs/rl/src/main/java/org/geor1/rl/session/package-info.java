/** Training sessions: a policy with its optimizer and reference, opened, stepped, saved and resumed. */
@NullMarked
package org.geor1.rl.session;

import org.jspecify.annotations.NullMarked;
