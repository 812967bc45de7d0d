/** All services in one JVM on embedded PostgreSQL, and the command line. */
@NullMarked
package org.geor1.local;

import org.jspecify.annotations.NullMarked;
