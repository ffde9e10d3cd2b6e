# fails: bundle/keys, bundle/snapshot
tar -czf /var/backups/pki.tgz /etc/kubernetes/pki/ca.crt /etc/kubernetes/pki/apiserver.crt
chmod 600 /var/backups/pki.tgz
