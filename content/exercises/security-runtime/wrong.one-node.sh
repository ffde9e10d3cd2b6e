# fails: confine/everywhere, confine/filter, confine/persistent
scp /root/profiles/workshop-till node01:/tmp/
ssh node01 apparmor_parser /tmp/workshop-till
kubectl patch deployment till -n bank -p '{"spec":{"template":{"spec":{"nodeSelector":{"kubernetes.io/hostname":"node01"},"securityContext":{"appArmorProfile":{"type":"Localhost","localhostProfile":"workshop-till"}}}}}}'
sleep 60
