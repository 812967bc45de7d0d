package org.geor1.gateway.security;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import org.geor1.gateway.BodyLimits;
import org.geor1.gateway.GatewayProperties;
import org.geor1.gateway.database.DatabaseOutage;
import org.geor1.gateway.limits.BodyLimitFilter;
import org.geor1.gateway.limits.QueryFilter;
import org.geor1.gateway.limits.ThreadShareFilter;
import org.geor1.gateway.problems.OutageFilter;
import org.geor1.gateway.problems.ProblemWriter;
import org.geor1.web.ErrorCode;
import org.geor1.web.InternalTokenFilter;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.EndpointRequest;
import org.springframework.boot.tomcat.autoconfigure.TomcatServerProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.security.web.header.HeaderWriterFilter;
import org.springframework.security.web.header.writers.CrossOriginOpenerPolicyHeaderWriter.CrossOriginOpenerPolicy;
import org.springframework.security.web.header.writers.CrossOriginResourcePolicyHeaderWriter.CrossOriginResourcePolicy;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;

/** Deny by default: a route is open only where a rule here says so. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SecurityProperties.class)
class SecurityConfiguration {
    private static final String DASHBOARD_CSP = "default-src 'none'; script-src 'self'; style-src 'self'; "
            + "img-src 'self' data: blob:; connect-src 'self'; font-src 'self'; "
            + "base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    /** Swagger UI writes style attributes, so its pages alone may. */
    private static final String SWAGGER_CSP =
            DASHBOARD_CSP.replace("style-src 'self'", "style-src 'self' 'unsafe-inline'");

    @Bean
    BrowserSessions browserSessions(SecurityProperties properties) {
        return new BrowserSessions(Clock.systemUTC(), properties.sessionLifetime());
    }

    /** Lets the routes answer unknown methods with 405; the firewall would answer 400. */
    @Bean
    StrictHttpFirewall firewall() {
        StrictHttpFirewall firewall = new StrictHttpFirewall();
        firewall.setUnsafeAllowAnyHttpMethod(true);
        return firewall;
    }

    /** Replaces Boot's generated user: people come with keys, never with passwords. */
    @Bean
    AuthenticationManager noPasswords() {
        return authentication -> {
            throw new AuthenticationServiceException("This server has no passwords");
        };
    }

    /** Probes and scrapers reach the management port without a key; every other actuator endpoint is closed. */
    @Bean
    @Order(1)
    SecurityFilterChain managementChain(HttpSecurity http) throws Exception {
        return http.securityMatcher(EndpointRequest.toAnyEndpoint())
                .csrf(AbstractHttpConfigurer::disable)
                .sessionManagement(s -> s.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .authorizeHttpRequests(a -> a.requestMatchers(EndpointRequest.to("health", "info", "prometheus"))
                        .permitAll()
                        .anyRequest()
                        .denyAll())
                .build();
    }

    @Bean
    @Order(2)
    SecurityFilterChain gatewayChain(
            HttpSecurity http,
            SecurityProperties security,
            GatewayProperties gateway,
            BrowserSessions sessions,
            TomcatServerProperties tomcat,
            DatabaseOutage outage,
            ProblemWriter problems)
            throws Exception {
        CallerFilter caller = new CallerFilter(
                security.keyless(),
                new ApiKeys(security.apiKeys()),
                new KeyAttempts(Clock.systemUTC(), security.wrongKeysPerMinute()),
                sessions,
                problems);
        ThreadShareFilter shares =
                new ThreadShareFilter(problems, tomcat.getThreads().getMax());
        BodyLimitFilter bodyLimit = new BodyLimitFilter(problems, BodyLimits.of(gateway));
        return http
                // CrossSiteFilter takes the place of CSRF tokens, which API clients could not send.
                .csrf(AbstractHttpConfigurer::disable)
                .formLogin(AbstractHttpConfigurer::disable)
                .httpBasic(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .sessionManagement(s -> s.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .headers(h -> h.contentSecurityPolicy(c -> c.policyDirectives(DASHBOARD_CSP))
                        .crossOriginResourcePolicy(c -> c.policy(CrossOriginResourcePolicy.SAME_ORIGIN))
                        .crossOriginOpenerPolicy(c -> c.policy(CrossOriginOpenerPolicy.SAME_ORIGIN))
                        .referrerPolicy(r -> r.policy(ReferrerPolicy.NO_REFERRER))
                        .addHeaderWriter((request, response) -> {
                            if (request.getRequestURI().startsWith("/swagger-ui")) {
                                response.setHeader("Content-Security-Policy", SWAGGER_CSP);
                            }
                        }))
                .authorizeHttpRequests(a -> a.dispatcherTypeMatchers(DispatcherType.ERROR, DispatcherType.ASYNC)
                        .permitAll()
                        .requestMatchers(SecurityConfiguration::carriesInternalHeader)
                        .permitAll()
                        .requestMatchers(HttpMethod.GET, "/", "/index.html", "/favicon.svg", "/app/**", "/vendor/**")
                        .permitAll()
                        .requestMatchers(
                                "/api/v1/**", "/v1/**", "/v3/api-docs/**", "/swagger-ui/**", "/swagger-ui.html")
                        .hasAuthority(CallerFilter.CALLER)
                        .anyRequest()
                        .denyAll())
                .exceptionHandling(e -> e.authenticationEntryPoint(entryPoint(security, problems))
                        .accessDeniedHandler(deniedHandler(problems)))
                .addFilterAfter(bodyLimit, HeaderWriterFilter.class)
                .addFilterBefore(caller, AnonymousAuthenticationFilter.class)
                .addFilterAfter(shares, AnonymousAuthenticationFilter.class)
                .addFilterAfter(new OutageFilter(outage, problems), AuthorizationFilter.class)
                .addFilterAfter(new QueryFilter(problems), AuthorizationFilter.class)
                .addFilterBefore(new CrossSiteFilter(problems), AuthorizationFilter.class)
                .build();
    }

    /**
     * Calls between services pass through to the filter that checks the shared secret. The header alone opens nothing:
     * that filter guards every {@code /internal} route of the services in this JVM, and without them no such route
     * exists.
     */
    private static boolean carriesInternalHeader(HttpServletRequest request) {
        return request.getRequestURI().startsWith("/internal/")
                && request.getHeader(InternalTokenFilter.HEADER) != null;
    }

    private static AuthenticationEntryPoint entryPoint(SecurityProperties security, ProblemWriter problems) {
        return (request, response, e) -> {
            if (security.keyless()) {
                problems.write(
                        request,
                        response,
                        ErrorCode.HOST_NOT_LOCAL,
                        "Without configured API keys only this machine is served, under the name localhost."
                                + " Set geor1.security.api-keys to serve others.");
                return;
            }
            response.setHeader("WWW-Authenticate", "Bearer");
            problems.write(
                    request,
                    response,
                    ErrorCode.UNAUTHENTICATED,
                    "Send 'Authorization: Bearer <key>' with a valid key.");
        };
    }

    private static AccessDeniedHandler deniedHandler(ProblemWriter problems) {
        return (request, response, e) ->
                problems.write(request, response, ErrorCode.NOT_FOUND, "There is no such resource.");
    }
}
