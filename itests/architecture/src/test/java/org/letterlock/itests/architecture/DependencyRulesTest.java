package org.letterlock.itests.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.net.IDN;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.junit.Test;

/** What code may use. */
public class DependencyRulesTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(location -> !location.contains("/itests/"))
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.letterlock");

    private static final String[] LANGUAGE = {
        "java..", "javax.net.ssl", "org.jspecify.annotations", "org.osgi.annotation..", ""
    };

    /** Reading a name or an address literal opens nothing and asks nobody. */
    private static final DescribedPredicate<JavaClass> HOST_NAMES =
            belongToAnyOf(IDN.class, InetAddress.class, UnknownHostException.class);

    @Test
    public void implementationShouldNotUseAnotherImplementation() {
        slices().matching("org.letterlock.(**).internal")
                .should()
                .notDependOnEachOther()
                .check(CLASSES);
    }

    @Test
    public void apiShouldUseOnlyTheLanguageAndOtherApis() {
        classes()
                .that()
                .resideInAPackage("org.letterlock..api")
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(LANGUAGE).or(resideInAPackage("org.letterlock..api")))
                .check(CLASSES);
    }

    @Test
    public void apisShouldBeFreeOfCycles() {
        slices().matching("org.letterlock.(*).api").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    public void transportApiShouldUseNoOtherApi() {
        classes()
                .that()
                .resideInAPackage("org.letterlock.transport.api")
                .should()
                .onlyDependOnClassesThat(
                        resideInAnyPackage(LANGUAGE).or(resideInAPackage("org.letterlock.transport.api")))
                .check(CLASSES);
    }

    @Test
    public void engineShouldUseOnlyTheLanguageAndMailValues() {
        classes()
                .that()
                .resideInAPackage("org.letterlock.protocol..")
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(LANGUAGE)
                        .or(resideInAnyPackage("org.letterlock.protocol..", "org.letterlock.mail.api")))
                .check(CLASSES);
    }

    @Test
    public void engineShouldBeFreeOfThreadsSocketsAndFiles() {
        noClasses()
                .that()
                .resideInAPackage("org.letterlock.protocol..")
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                                "java.util.concurrent..", "java.net..", "java.nio.channels..", "java.nio.file..")
                        .and(DescribedPredicate.not(HOST_NAMES)))
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.lang.Thread")
                .check(CLASSES);
    }

    @Test
    public void hostNamesShouldBeReadInOnePlaceOfTheEngines() {
        noClasses()
                .that()
                .resideInAPackage("org.letterlock.protocol..")
                .and(DescribedPredicate.not(simpleName("TargetHost")))
                .should()
                .dependOnClassesThat(HOST_NAMES)
                .check(CLASSES);
    }

    @Test
    public void onlyTheAdaptersShouldUseWhatTheyAdapt() {
        onlyUser("org.letterlock.transport.mina..", "org.apache.mina..");
        onlyUser("org.letterlock.crypto.openpgp..", "org.bouncycastle.openpgp..", "org.bouncycastle.bcpg..");
        onlyUser("org.letterlock.admin.shell..", "org.apache.karaf.shell..");
        onlyUser("org.letterlock.alarms..", "jakarta.mail..");
        onlyUser("org.letterlock.index.derby..", "org.apache.derby..", "java.sql..");
        onlyUser("org.letterlock.metrics..", "io.prometheus..");
        onlyUser("org.letterlock.certificates..", "org.shredzone.acme4j..", "com.sun.net.httpserver..");
        onlyUser("org.letterlock.users..", "com.eatthepath..", "org.apache.karaf.jaas.modules..");
    }

    private static void onlyUser(String user, String... used) {
        noClasses()
                .that(resideOutsideOfPackages(user))
                .should()
                .dependOnClassesThat(resideInAnyPackage(used))
                .check(CLASSES);
    }

    @Test
    public void shellShouldUseOnlyTheAdministrationApi() {
        noClasses()
                .that()
                .resideInAPackage("org.letterlock.admin.shell..")
                .should()
                .dependOnClassesThat(resideInAPackage("org.letterlock..")
                        .and(resideOutsideOfPackages("org.letterlock.admin.api", "org.letterlock.admin.shell..")))
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    public void everyPackageShouldBeNullMarked() {
        List<String> unmarked = CLASSES.stream()
                .map(c -> c.getPackage())
                .distinct()
                .filter(p -> !p.isAnnotatedWith(NullMarked.class))
                .map(JavaPackage::getName)
                .sorted()
                .toList();

        assertThat(unmarked).isEmpty();
    }
}
