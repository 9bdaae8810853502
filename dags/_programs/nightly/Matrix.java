package nightly;

/** The little linear algebra that both models need. */
final class Matrix {
    private Matrix() {}

    static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    /** Columns with mean 0 and deviation 1, behind a column of ones; a column that never changes becomes zeros. */
    static double[][] standardised(double[][] rows) {
        int width = rows[0].length;
        var result = new double[rows.length][width + 1];
        for (int column = 0; column < width; column++) {
            double mean = 0;
            for (var row : rows) {
                mean += row[column] / rows.length;
            }
            double variance = 0;
            for (var row : rows) {
                variance += (row[column] - mean) * (row[column] - mean) / rows.length;
            }
            double deviation = Math.sqrt(variance);
            for (int row = 0; row < rows.length; row++) {
                result[row][0] = 1;
                result[row][column + 1] = deviation == 0 ? 0 : (rows[row][column] - mean) / deviation;
            }
        }
        return result;
    }

    /** Solves (XᵀWX + ridge) x = b; the ridge leaves column 0, the constant, free. */
    static double[] solve(double[][] rows, double[] weights, double ridge, double[] b) {
        int n = b.length;
        var a = new double[n][n];
        for (int row = 0; row < rows.length; row++) {
            for (int i = 0; i < n; i++) {
                for (int j = 0; j <= i; j++) {
                    a[i][j] += weights[row] * rows[row][i] * rows[row][j];
                }
            }
        }
        for (int i = 1; i < n; i++) {
            a[i][i] += ridge;
        }
        return cholesky(a, b.clone());
    }

    /** Lower triangle of a in, solution in x out; both are used up. */
    private static double[] cholesky(double[][] a, double[] x) {
        int n = x.length;
        for (int j = 0; j < n; j++) {
            for (int k = 0; k < j; k++) {
                for (int i = j; i < n; i++) {
                    a[i][j] -= a[i][k] * a[j][k];
                }
            }
            double root = Math.sqrt(a[j][j]);
            for (int i = j; i < n; i++) {
                a[i][j] /= root;
            }
        }
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < i; k++) {
                x[i] -= a[i][k] * x[k];
            }
            x[i] /= a[i][i];
        }
        for (int i = n - 1; i >= 0; i--) {
            for (int k = i + 1; k < n; k++) {
                x[i] -= a[k][i] * x[k];
            }
            x[i] /= a[i][i];
        }
        return x;
    }
}
