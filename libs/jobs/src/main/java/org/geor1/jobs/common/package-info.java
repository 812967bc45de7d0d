/** What every store uses: pages, ids, JSON and the settings that all services share. */
@NullMarked
package org.geor1.jobs.common;

import org.jspecify.annotations.NullMarked;
