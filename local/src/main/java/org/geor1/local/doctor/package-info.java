/** What is wrong with this machine, and how to fix it. */
@NullMarked
package org.geor1.local.doctor;

import org.jspecify.annotations.NullMarked;
