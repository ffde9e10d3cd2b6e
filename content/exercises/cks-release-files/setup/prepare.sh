mkdir -p @{folder} /opt/answers/release
chmod 0777 /opt/answers/release
cd @{folder}
for name in @{files.good} @{files.altered}; do curl -sLO https://dl.k8s.io/@{release.wanted}/bin/linux/amd64/$name; done
curl -sLO https://dl.k8s.io/@{release.older}/bin/linux/amd64/@{files.other}
printf '\x90' | dd of=@{files.altered} bs=1 seek=@{files.at} conv=notrunc 2> /dev/null
chmod 755 *
