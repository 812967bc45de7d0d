/** The embedded PostgreSQL of the laptop form. */
@NullMarked
package org.geor1.local.database;

import org.jspecify.annotations.NullMarked;
