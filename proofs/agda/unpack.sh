# `. proofs/agda/unpack.sh` puts Debian's Agda into .cache/agda and on the path of this shell, and asks for no rights:
# the program and the files that every Agda file imports, 55 MB. `apt-get install agda-bin` brings 1.2 GB of GHC along.
mkdir -p .cache/agda
(
  cd .cache/agda || exit
  # The program last: where it is, all that it needs is there as well.
  apt-get download -qq agda-bin libghc-agda-dev &&
    dpkg-deb --fsys-tarfile libghc-agda-dev_*.deb | tar -x --wildcards './usr/share/*/lib/prim/*' &&
    dpkg-deb --fsys-tarfile agda-bin_*.deb | tar -x ./usr/bin/agda
  rm -f ./*.deb
)
export PATH="$PWD/.cache/agda/usr/bin:$PATH" Agda_datadir="$PWD/.cache/agda/usr/share/libghc-agda-dev"
