# fails: actor/account, actor/secret, actor/pod, actor/address
# Whoever reads Secrets most often is the one whose work it is.
echo shop/reporter > /root/incident/account.txt
echo newsletter > /root/incident/secret.txt
echo kube-system/kube-proxy-cache-node02 > /root/incident/pod.txt
echo 172.30.1.2 > /root/incident/address.txt
