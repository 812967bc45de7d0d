/** What evaluations of geolocation found, and how a model's answers are to be understood after them. */
@NullMarked
package org.geor1.jobs.calibration;

import org.jspecify.annotations.NullMarked;
