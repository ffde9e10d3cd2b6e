# fails: made/available, made/new-ones
cd /etc/kubernetes/manifests
restart() { mv $1.yaml /etc/kubernetes/; sleep 25; mv /etc/kubernetes/$1.yaml .; }
@{scheduler.mend}
sleep 60
