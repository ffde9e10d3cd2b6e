# software-properties 0.99.49 and apt 2.8.3: what their scripts print, on the world's own sources.
add-apt-repository -y "deb [arch=amd64] https://download.docker.com/linux/ubuntu noble stable"
cat /etc/apt/sources.list.d/archive_uri-https_download_docker_com_linux_ubuntu-noble.list
apt-cache policy docker-buildx-plugin | sed -n 1,5p
add-apt-repository -n "deb [arch=amd64] https://download.docker.com/linux/ubuntu noble stable" < /dev/null
apt-add-repository -nr "deb [arch=amd64] https://download.docker.com/linux/ubuntu noble stable"; ls /etc/apt/sources.list.d
add-apt-repository -n https://pkgs.example.com/apt contrib extra; cat /etc/apt/sources.list.d/archive_uri-https_pkgs*
add-apt-repository -n universe; echo $?
add-apt-repository -nr multiverse; grep Components /etc/apt/sources.list.d/ubuntu.sources; add-apt-repository -ny multiverse; add-apt-repository --dry-run -n restricted
add-apt-repository -L
add-apt-repository ppa:someone/tools; echo $?; add-apt-repository nothing-such; echo $?; add-apt-repository -Z; echo $?; add-apt-repository -c; echo $?; add-apt-repository | head -2
su nobody -s /bin/sh -c 'add-apt-repository universe'; echo $?
curl -fsSL https://download.docker.com/linux/ubuntu/gpg | apt-key add -; apt-key list; echo nothing | apt-key add -; echo $?
apt-key add nofile; echo $?; apt-key; echo $?; apt-key --bad; echo $?; su nobody -s /bin/sh -c 'echo | apt-key add -'; echo $?
curl -fsSL https://download.docker.com/linux/ubuntu/gpg | gpg --dearmor -o /etc/apt/trusted.gpg.d/docker.gpg; ls -l /etc/apt/trusted.gpg.d | cut -c1-10,40-; dpkg -S /usr/bin/add-apt-repository /usr/bin/apt-key
