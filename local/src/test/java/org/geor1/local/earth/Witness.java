package org.geor1.local.earth;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.geor1.rl.session.TrainingSession;
import org.geor1.rl.session.TrainingSessions;
import org.geor1.rl.sft.SftExample;
import org.geor1.vlm.GenerationRequest;
import org.geor1.vlm.RolloutEngine;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Notes what the platform gives its engine and its training sessions, and passes everything on. */
@Configuration(proxyBeanMethods = false)
public class Witness {

    /** What was asked of the engine, and what SFT imitated, since they were last cleared. */
    static final List<GenerationRequest> REQUESTS = new CopyOnWriteArrayList<>();

    static final List<SftExample> EXAMPLES = new CopyOnWriteArrayList<>();

    @Bean
    static BeanPostProcessor watching() {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                if (bean instanceof RolloutEngine engine) {
                    return watched(RolloutEngine.class, engine);
                }
                return bean instanceof TrainingSessions sessions ? watched(TrainingSessions.class, sessions) : bean;
            }
        };
    }

    private static <T> T watched(Class<T> type, T target) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    note(method, arguments);
                    try {
                        Object result = method.invoke(target, arguments);
                        return result instanceof TrainingSession session
                                ? watched(TrainingSession.class, session)
                                : result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }

    private static void note(Method method, Object[] arguments) {
        if (method.getName().equals("submit") && arguments[0] instanceof List<?> requests) {
            requests.forEach(request -> REQUESTS.add((GenerationRequest) request));
        }
        if (method.getName().equals("sftStep") && arguments[0] instanceof List<?> examples) {
            examples.forEach(example -> EXAMPLES.add((SftExample) example));
        }
    }
}
