kubectl create namespace @{namespace}
install -d -m 0777 /opt/answers/access
install -d /opt/files/access
cd /opt/files/access
openssl genrsa -out @{user}.key 2048
openssl req -new -key @{user}.key -subj /O=@{group}/CN=@{user} -out @{user}.csr
chmod 644 @{user}.key @{user}.csr
