package comporta.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

/** The compiled classes that the rules look at, wherever the class path has them: in folders or in jars. */
public final class Modules {
    private static final ImportOption OF_TESTS = location -> location.contains("/test-classes/") || location.contains("-tests.jar");
    private static final ImportOption OF_THE_PRODUCT = location -> !OF_TESTS.includes(location);
    private static final ImportOption NOT_CROOKED = location -> !location.contains("/architecture/seeded/");

    private Modules() {}

    public static JavaClasses product() {
        return new ClassFileImporter().withImportOption(OF_THE_PRODUCT).importPackages(House.COMPORTA.root());
    }

    public static JavaClasses tests() {
        return new ClassFileImporter().withImportOption(OF_TESTS).withImportOption(NOT_CROOKED).importPackages(House.COMPORTA.root());
    }

    static JavaClasses crookedHouse(House house) {
        return new ClassFileImporter().importPackages(house.root());
    }
}
