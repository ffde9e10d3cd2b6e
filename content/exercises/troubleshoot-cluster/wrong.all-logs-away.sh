# fails: node01/log-kept
bash /root/dump.sh
ssh node01 'rm -rf /var/log/*'
sleep 330
