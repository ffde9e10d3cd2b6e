# fails: pods/available, pods/new-ones
cd /etc/kubernetes/manifests
@{api.mend}
sleep 120
