# fails: pid/number
# The first nginx in the list of processes belongs to somebody else.
id=$(ssh node02 crictl ps --name backoffice -q)
ssh node02 crictl inspect "$id" | jq .info.pid > /root/pid.txt
