/** The four services as separate processes on one machine. */
@NullMarked
package org.geor1.local.services;

import org.jspecify.annotations.NullMarked;
