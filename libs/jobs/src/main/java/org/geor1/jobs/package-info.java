/** The PostgreSQL job store and the artifact store. */
@NullMarked
package org.geor1.jobs;

import org.jspecify.annotations.NullMarked;
