# peers.R: what mclust takes for a line of the benchmark.  usage: Rscript peers.R MODEL FOLDER ITERATIONS
# Prints one JSON object with its name and its seconds, or nothing where it has no such model.
# SPDX-License-Identifier: GPL-3.0-or-later
arguments <- commandArgs(trailingOnly = TRUE)
kind <- c(diagonal = "VVI", tied = "EEE")[arguments[1]]
if (is.na(kind) || !requireNamespace("mclust", quietly = TRUE)) quit()

read_npy <- function(name) {
  file <- file(file.path(arguments[2], name), "rb")
  on.exit(close(file))
  invisible(readBin(file, "raw", 8))
  header <- rawToChar(readBin(file, "raw", readBin(file, "integer", 1, size = 2, signed = FALSE, endian = "little")))
  shape <- as.numeric(strsplit(sub(".*\\(([^)]*)\\).*", "\\1", header), ",")[[1]])
  matrix(readBin(file, "double", prod(shape), endian = "little"), shape[1], byrow = TRUE)
}

x <- read_npy("x.npy")
start <- read_npy("c0.npy")
nearest <- max.col(2 * x %*% t(start) - rep(rowSums(start^2), each = nrow(x)))
z <- mclust::unmap(nearest, groups = seq_len(nrow(start)))
suppressPackageStartupMessages(library(mclust))
seconds <- system.time(me(x, modelName = kind, z = z, control = emControl(itmax = as.integer(arguments[3]), tol = 0), warn = FALSE))[["elapsed"]]
cat(sprintf('{"peer": "mclust %s me, %s", "seconds": %.3f}\n', packageVersion("mclust"), kind, seconds))
