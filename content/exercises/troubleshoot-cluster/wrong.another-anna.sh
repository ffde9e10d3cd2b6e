# fails: anna/gets-in, anna/may-look
# The right name, but not the group that her rights belong to.
openssl req -new -key /root/anna.key -subj /CN=anna -out /root/anna.csr
openssl x509 -req -in /root/anna.csr -CA /etc/kubernetes/pki/ca.crt -CAkey /etc/kubernetes/pki/ca.key -CAcreateserial -days 90 -out /root/anna.crt
