/** The four services as processes of their own, on one machine. */
@NullMarked
package org.geor1.local.services;

import org.jspecify.annotations.NullMarked;
